UNWIND $rows AS row
MATCH (theme:Theme {id: row.theme})
MATCH (parent:Theme {id: row.parent})
MERGE (theme)-[:BROADER]->(parent)
