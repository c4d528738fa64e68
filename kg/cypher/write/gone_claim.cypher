UNWIND $rows AS row
MATCH (claim:Claim {id: row.id})
DETACH DELETE claim
