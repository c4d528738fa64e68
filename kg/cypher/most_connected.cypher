// question: Which companies have the most relations, and to how many others?
// param: include_past: bool = false -- also relations that have ended or were denied
// param: limit: int = 20 -- most rows
// column: company: string -- the company
// column: counterparts: int -- entities it is related to
// column: relations: int -- relations, several to one counterpart counted each
// column: current: int -- those in force
// column: claims: int -- claims behind them
// column: last_seen: date -- day of the last claim
// why: Counts the relations in both directions; mentions in one article alone connect nobody.
MATCH (party:Company)-[relation]-(other:Entity)
WHERE $include_past OR NOT relation.status IN ['ended', 'denied']
RETURN party.name AS company,
  count(DISTINCT other) AS counterparts,
  count(relation) AS relations,
  count(CASE relation.status WHEN 'current' THEN 1 END) AS current,
  sum(relation.claims) AS claims,
  max(relation.last_seen) AS last_seen
ORDER BY counterparts DESC, relations DESC, company
LIMIT $limit
