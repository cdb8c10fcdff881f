//! What the tests of the contract share: an in-memory format of nested layers, and what it must give.

// Every test program compiles its own copy and uses a part of it.
#![allow(dead_code)]

pub mod decode;
pub mod sample;
