/**
 * Tables of what reading a corpus produces. Every `bytes` is a run table (`run-table.ts`); docs/formats.md says them byte by byte.
 *
 * Those named `staged_...` hold rows only between a block and the folding of its segment, `merged_token_sums` until the encoding is finished.
 */
export const activationTables = `
CREATE TABLE activation_progress (
  encoding INTEGER PRIMARY KEY REFERENCES encodings (encoding) ON DELETE CASCADE,
  d_sae INTEGER NOT NULL,
  blocks INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  nonzeros INTEGER NOT NULL,
  segments INTEGER NOT NULL,
  finished_latents INTEGER NOT NULL,
  finished INTEGER NOT NULL
) STRICT;

CREATE TABLE activation_blocks (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  first_ordinal INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  nonzeros INTEGER NOT NULL,
  token_starts BLOB NOT NULL,
  PRIMARY KEY (encoding, block)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX activation_blocks_by_ordinal ON activation_blocks (encoding, first_ordinal);

CREATE TABLE activation_parts (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  first_latent INTEGER NOT NULL,
  last_latent INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, block, first_latent)
) STRICT;

CREATE TABLE token_blocks (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, block)
) STRICT;

CREATE TABLE pooled_blocks (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, block)
) STRICT;

CREATE TABLE posting_chunks (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  segment INTEGER NOT NULL,
  first_latent INTEGER NOT NULL,
  last_latent INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, segment, first_latent)
) STRICT;

CREATE TABLE latent_statistics (
  encoding INTEGER PRIMARY KEY REFERENCES encodings (encoding) ON DELETE CASCADE,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE latent_top_tokens (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  first_latent INTEGER NOT NULL,
  last_latent INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, first_latent)
) STRICT;

CREATE TABLE latent_examples (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  first_latent INTEGER NOT NULL,
  last_latent INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  windows BLOB NOT NULL,
  PRIMARY KEY (encoding, first_latent)
) STRICT;

CREATE TABLE staged_pools (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, block)
) STRICT;

CREATE TABLE staged_values (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  first_latent INTEGER NOT NULL,
  last_latent INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, block, first_latent)
) STRICT;

CREATE TABLE merged_token_sums (
  encoding INTEGER NOT NULL REFERENCES encodings (encoding) ON DELETE CASCADE,
  merge INTEGER NOT NULL,
  first_latent INTEGER NOT NULL,
  last_latent INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (encoding, merge, first_latent)
) STRICT;
`
