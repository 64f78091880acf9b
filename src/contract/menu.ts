import { z } from 'zod'

const title = z.string().min(1).max(200)
const item = z.object({
  id: z.string().min(1).max(200),
  title,
  /** Of one shortcut: `mod+shift+p`. */
  keys: z.string().max(60).optional(),
})
const submenu = z.object({ title, items: z.array(item).max(500) })

/** What a page offers for the menus of its window; `items` in parts with a line between. */
export const menuTableSchema = z
  .array(
    z.object({
      title: z.enum(['File', 'Edit', 'View', 'Go', 'Do', 'Help']),
      items: z.array(z.array(z.union([submenu, item]))).max(20),
    }),
  )
  .max(10)

export type MenuItem = z.output<typeof item>
export type MenuTable = z.output<typeof menuTableSchema>
