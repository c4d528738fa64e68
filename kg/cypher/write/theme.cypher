UNWIND $rows AS row
MERGE (theme:Theme {id: row.id})
SET theme:Entity, theme = row
