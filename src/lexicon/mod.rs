//! Embedded word lists: which words a language has, and how common they are.
