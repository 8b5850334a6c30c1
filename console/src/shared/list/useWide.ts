/** Whether what stands in a frame is wider than the frame: only then does the frame scroll. */
import { useCallback, useState } from 'react'

export function useWide(): [(frame: HTMLElement | null) => (() => void) | undefined, boolean] {
  const [wide, setWide] = useState(false)
  const watch = useCallback((frame: HTMLElement | null) => {
    const inside = frame?.firstElementChild
    if (!frame || !inside) return undefined
    const measure = () => setWide(inside.scrollWidth > frame.clientWidth + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(frame)
    observer.observe(inside)
    return () => observer.disconnect()
  }, [])
  return [watch, wide]
}
