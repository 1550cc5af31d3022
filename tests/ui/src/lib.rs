//! Nothing: `tests/ui.rs` shows what the compiler says to code that uses `lianlian`.
