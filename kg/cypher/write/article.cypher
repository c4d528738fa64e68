UNWIND $rows AS row
MERGE (article:Article {id: row.id})
SET article.title = row.title,
    article.url = row.url,
    article.published = row.published,
    article.publisher = row.publisher
