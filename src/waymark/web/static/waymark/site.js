// Script only adds comfort: every page works without it.
import { initAll } from '../build/govuk-frontend.min.js'

initAll()

// With the focus on a question's answers, the number keys choose one. Nothing is sent until the person says so.
const question = document.querySelector('[data-wm-number-keys]')
if (question) {
  const answers = [...question.querySelectorAll('input[type="radio"]')]
  question.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input:not([type="radio"]), textarea, select')
    if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return
    }
    const answer = answers[Number(event.key) - 1]
    if (answer) {
      answer.checked = true
      answer.focus()
      answer.dispatchEvent(new Event('change', { bubbles: true }))
    }
  })
}

// Printing needs script, so the button is there only when script is.
for (const button of document.querySelectorAll('[data-wm-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
