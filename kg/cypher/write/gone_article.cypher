UNWIND $rows AS row
MATCH (article:Article {id: row.id})
DETACH DELETE article
