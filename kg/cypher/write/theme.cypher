UNWIND $rows AS row
MERGE (theme:Theme {id: row.id})
SET theme:Entity,
    theme.name = row.name,
    theme.aliases = row.aliases,
    theme.capability = row.capability
