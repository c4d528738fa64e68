CREATE RANGE INDEX claim_published IF NOT EXISTS FOR (node:Claim) ON (node.published)
