from cleaner import clean

article = clean(open("page.txt").read())
print(article.metadata.title)
print(article.body[:38])
print(article.blocks[-1].label, "|", article.blocks[-1].reason)
