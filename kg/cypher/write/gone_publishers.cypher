MATCH (publisher:Publisher)
WHERE NOT EXISTS { (publisher)<-[:PUBLISHED_BY]-(:Article) }
DELETE publisher
