//! Checks: the mechanisms that evaluate rules over an analysed document.

pub mod garbled;
