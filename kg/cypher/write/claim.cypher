UNWIND $rows AS row
MERGE (claim:Claim {id: row.id})
SET claim.predicate = row.predicate,
    claim.status = row.status,
    claim.kind = row.kind,
    claim.role = row.role,
    claim.confidence = row.confidence,
    claim.quote = row.quote,
    claim.quotes = row.quotes,
    claim.published = row.published,
    claim.amount = row.amount,
    claim.currency = row.currency,
    claim.amount_text = row.amount_text
