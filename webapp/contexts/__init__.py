"""Page contexts: what each page holds, made from the record by pure functions."""
