//! What several test modules need.

pub mod browser;
pub mod command;
pub mod disclosure;
pub mod hostile_files;
pub mod labelled;
pub mod sample;
pub mod shared;
pub mod sheets;
pub mod truth;
