"""Growing a corpus from a store's own documents: read, find the scripts, slot, lint, write."""

from assistant.curation.importing import Failure, ImportedScript, ImportResult, import_documents
from assistant.curation.writing import export_qianniu, write_corpus

__all__ = ["Failure", "ImportResult", "ImportedScript", "export_qianniu", "import_documents", "write_corpus"]
