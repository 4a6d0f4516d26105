// In the grid of requirements Shift with an arrow key goes from cell to cell; the arrows alone choose in a cell, as ever.
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

for (const grid of document.querySelectorAll('[data-wm-grid]')) {
  const columns = [...grid.querySelectorAll('.wm-asks__column')].map((column) => [...column.querySelectorAll('select')])
  const hint = document.querySelector('[data-wm-grid-hint]')
  if (hint) {
    hint.hidden = false
  }
  grid.addEventListener('keydown', (event) => {
    const step = STEPS[event.key]
    if (!step || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) {
      return
    }
    const x = columns.findIndex((column) => column.includes(event.target))
    if (x < 0) {
      return
    }
    event.preventDefault()
    const cell = columns[x + step[0]]?.[columns[x].indexOf(event.target) + step[1]]
    if (cell) {
      cell.focus()
    }
  })
}
