"""Reading a pasted publications list: lines → scores → roles → entries → records.

- `lines`: the text's lines, cleaned (of Markdown by `markup`), and what a line is whatever stands around it (heading, address …)
- `features`: what the scorer sees in a line
- `scorer`: how much a line looks like an author line, and like prose, by trained weights
- `grammar`: which reading of all lines together is the likeliest, and how sure that is
- `blocks`: how the page parts its entries, and whether it sets something else than the title first
- `reading`: what each line became
- `entries`: the lines of each publication
- `references`: a page of references, one on each line; `splits` (the ways to split one), `credits` (its authors), `pointers`
  (addresses and identifiers in it), `imprint` (where and when it came out)
- `scholar`: a profile of Google Scholar
- `authors`: an author line's names, and two names that may be one person's
"""
