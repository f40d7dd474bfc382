//! Findings for people and for the programs that show them: what failed, what does not add up, what could not be checked
//! or read. Each is one [`Note`]; [`report::Renderer`]s tell them.

mod alongside;
pub mod amount;
mod brief;
pub mod diff;
pub mod explain;
pub mod html;
mod joined;
pub mod json;
pub mod junit;
mod lang;
pub mod named;
mod nearby;
pub mod note;
pub mod owed;
pub mod places;
pub mod prints;
pub mod report;
pub mod sarif;
pub mod statistics;
mod summary;
mod tally;
pub mod text;
pub mod words;
pub mod worked;

pub use brief::Brief;
pub use explain::{Topic, explain};
pub use joined::{each, joined};
pub use lang::Lang;
pub use note::Note;
pub use report::{Renderer, Report};
pub use summary::Summary;
