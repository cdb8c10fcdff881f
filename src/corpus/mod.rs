//! Evidence of documents, merged, and what it says about them together.
