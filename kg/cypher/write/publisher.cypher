UNWIND $rows AS row
MERGE (publisher:Publisher {id: row.id})
SET publisher = row
