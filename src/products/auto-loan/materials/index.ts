export { imageKinds, Sha256, type Image, type ImageKind, type MaterialsEffect } from './model.ts'
export { materialsEvents, type MaterialsFacts } from './lifecycle.ts'
export { readImages, submitImages } from './store.ts'
export { ImageAnswer, imageAnswer, materialsRoutes } from './routes.ts'
