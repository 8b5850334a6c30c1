/** The mark: three lines of water, the last one still being written. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="mark" aria-hidden="true">
      <path d="M4 9c4-3 8-3 12 0s8 3 12 0" className="mark-soft" />
      <path d="M4 16c4-3 8-3 12 0s8 3 12 0" />
      <path d="M4 23c4-3 8-3 12 0" className="mark-soft" />
    </svg>
  )
}
