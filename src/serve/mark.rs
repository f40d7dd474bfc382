//! What somebody says of a note, once they have looked.

use serde::{Deserialize, Serialize};

/// What somebody says of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which of the three.
    pub mark: Verdict,
    /// In their words.
    #[serde(default)]
    pub remark: String,
}

/// What a note turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The disclosure is to be mended.
    Publisher,
    /// The program read it wrong.
    Misread,
    /// All is well.
    Fine,
}

impl Verdict {
    /// What the tables call it, in English.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Publisher => "to be mended by the publisher",
            Verdict::Misread => "read wrong by the program",
            Verdict::Fine => "looked at, nothing to do",
        }
    }
}
