UNWIND $rows AS row
MATCH (article:Article {id: row.article})
CREATE (claim:Claim {
    id: row.id,
    predicate: row.predicate,
    status: row.status,
    kind: row.kind,
    role: row.role,
    confidence: row.confidence,
    quote: row.quote,
    quotes: row.quotes,
    published: row.published,
    amount: row.amount,
    currency: row.currency,
    amount_text: row.amount_text
})-[:STATED_IN]->(article)
