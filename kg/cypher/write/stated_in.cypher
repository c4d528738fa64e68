UNWIND $rows AS row
MATCH (claim:Claim {id: row.claim})
MATCH (article:Article {id: row.article})
MERGE (claim)-[:STATED_IN]->(article)
