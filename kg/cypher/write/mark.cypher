UNWIND $rows AS row
MERGE (mark:Projection {id: row.id})
SET mark = row
