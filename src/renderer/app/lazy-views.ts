import { lazy } from 'react'

// Views that the first screen does not need at once: each is loaded when it is first shown.
export const LatentPage = lazy(async () => ({ default: (await import('../views/latent/latent-page.tsx')).LatentPage }))
export const LatentMapView = lazy(async () => ({
  default: (await import('../views/latent-map/latent-map-view.tsx')).LatentMapView,
}))
export const DocumentView = lazy(async () => ({ default: (await import('../views/document/document-view.tsx')).DocumentView }))
export const TextsView = lazy(async () => ({ default: (await import('../views/texts/texts-view.tsx')).TextsView }))
export const FindingsView = lazy(async () => ({ default: (await import('../views/findings/findings-view.tsx')).FindingsView }))
export const DifferencesView = lazy(async () => ({
  default: (await import('../views/differences/differences-view.tsx')).DifferencesView,
}))
export const CorrelationsView = lazy(async () => ({
  default: (await import('../views/correlations/correlations-view.tsx')).CorrelationsView,
}))
export const ClustersView = lazy(async () => ({ default: (await import('../views/clusters/clusters-view.tsx')).ClustersView }))
export const SearchView = lazy(async () => ({ default: (await import('../views/search/search-view.tsx')).SearchView }))
export const TryItView = lazy(async () => ({ default: (await import('../views/try-it/try-it-view.tsx')).TryItView }))
export const ModelsView = lazy(async () => ({ default: (await import('../views/models/models-view.tsx')).ModelsView }))
export const ListsView = lazy(async () => ({ default: (await import('../views/lists/lists-view.tsx')).ListsView }))
export const LensesView = lazy(async () => ({ default: (await import('../views/lenses/lenses-view.tsx')).LensesView }))
export const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.tsx')).AskDialog }))
export const ReviewView = lazy(async () => ({ default: (await import('../views/review/review-view.tsx')).ReviewView }))
export const CorporaView = lazy(async () => ({ default: (await import('../views/corpora/corpora-view.tsx')).CorporaView }))
export const SettingsDialog = lazy(async () => ({
  default: (await import('../views/settings/settings-dialog.tsx')).SettingsDialog,
}))
