//! Input formats: each turns a file into an iterator of bounded documents.
