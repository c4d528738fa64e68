UNWIND $rows AS row
MATCH (claim:Claim)-[:STATED_IN]->(:Article {id: row.id})
DETACH DELETE claim
