CREATE RANGE INDEX article_published IF NOT EXISTS FOR (node:Article) ON (node.published)
