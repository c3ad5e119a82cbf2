from pathlib import Path

from cleaner import clean

article = clean(Path("page.txt").read_bytes())
print(article.metadata.title)
print(article.body[:38])
print(article.blocks[-1].label, "|", article.blocks[-1].reason)
