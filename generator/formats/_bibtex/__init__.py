"""Reading and writing BibTeX: text → blocks → fields → publication, and back.

- `blocks`: the text cut into entries, macros and what stands between them; `repair` reads an entry that is damaged
- `values`: what stands behind `=`: braces, quotes, numbers, macros, joined by `#`
- `inherit`: what an entry takes from another (`crossref`, `xdata`)
- `tables`: which field and type of BibTeX is which of CSL, both ways
- `latex`: LaTeX as plain text, with `symbols` and `markup`
- `people`, `dates`, `addresses`: lists of names; dates; addresses
- `fields`: what an entry says and nobody has read yet; `identifiers` takes what leads to the work
- `reading`, `writing`: an entry ⇄ a publication
"""
