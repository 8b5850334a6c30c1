/** The tables of the desk itself: exports, and what people keep of their lists. */
import type { Schema } from '#kernel/db'

export const deskSchema: Schema = {
  name: 'desk',
  directory: new URL('./sql/', import.meta.url),
  appendOnly: [],
  columns: {
    'export.asker': 'open',
    'export.query': 'secret',
    'export.file_name': 'open',
    'saved_view.name': 'open',
  },
}
