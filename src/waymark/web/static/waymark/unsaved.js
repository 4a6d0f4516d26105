// Keeps what is typed into a form of the workbench, a few seconds after typing, so that closing the page loses nothing.
// Without script a form simply saves.
const AFTER = 3000

for (const form of document.querySelectorAll('form[data-wm-keep]')) {
  const status = form.querySelector('[data-wm-kept]')
  let timer
  let changed = false
  let sending
  let leaving = false

  const keep = async (last) => {
    clearTimeout(timer)
    if (!changed || leaving) {
      return
    }
    changed = false
    const fields = new FormData(form)
    fields.set('place', form.dataset.wmPlace)
    sending = new AbortController()
    try {
      const answer = await fetch(form.dataset.wmKeep, {
        method: 'POST',
        body: new URLSearchParams(fields),
        keepalive: last,
        signal: sending.signal,
        redirect: 'error'
      })
      if (status && answer.ok) {
        status.textContent = await answer.text()
      } else if (!answer.ok) {
        changed = true
      }
    } catch {
      changed = true
    }
  }

  form.addEventListener('input', () => {
    changed = true
    clearTimeout(timer)
    timer = setTimeout(keep, AFTER)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      keep(true)
    }
  })
  form.addEventListener('submit', () => {
    leaving = true
    clearTimeout(timer)
    if (sending) {
      sending.abort()
    }
  })
  // A page that comes back out of the browser's memory is written on again.
  window.addEventListener('pageshow', () => {
    leaving = false
  })
}
