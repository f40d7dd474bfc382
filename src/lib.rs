//! yusuan: budget disclosures (预算公开, 决算公开) of Chinese public bodies, from PDF to proven data.

pub mod batch;
pub mod catalog;
pub mod cli;
pub mod emit;
pub mod locate;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod rebuild;
pub mod render;
