//! What one reading may cost.

use serde::{Deserialize, Serialize};

/// Limits of one reading, each far above what published disclosures need and low enough that a crafted file is
/// refused or cut short before it hurts. What a limit cuts short is said in a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// User or owner password. Default: none, that is, the empty user password is tried.
    pub password: Option<String>,
    /// Largest file in bytes. Default 512 MiB: published files stay under 60 MB, and the object layer copies once.
    pub max_file_bytes: usize,
    /// Objects (array and dictionary members count) parsed of one file. Default 5,000,000, some 300 MB: seen are 400,000.
    pub max_objects: usize,
    /// Bytes looked through for the ends of streams whose length is wrong. Default 1 GiB: only damaged files need any.
    pub max_search_bytes: usize,
    /// Pages read of one file. Default 5,000: the longest disclosure seen has 300.
    pub max_pages: usize,
    /// Bytes that one stream may inflate to. Default 64 MiB: the largest page content seen is 2 MB.
    pub max_stream_bytes: usize,
    /// Bytes that all streams read of one file may inflate to. Default 1 GiB: stops many streams of the largest size.
    pub max_total_bytes: usize,
    /// Bytes kept of one file while it is read: font programs, maps, widths, what codes show, object streams. Default
    /// 512 MiB: seen are 30 MB. What repeats is kept once.
    pub max_kept_bytes: usize,
    /// Operators executed on one page, forms included. Default 4,000,000: a dense page has 60,000.
    pub max_operators: usize,
    /// Operators executed on all pages. Default 200,000,000: 5,000 dense pages.
    pub max_total_operators: usize,
    /// Operands kept for one operator (elements of a `TJ` array count). Default 65,536.
    pub max_operands: usize,
    /// Forms inside forms. Default 16: seen are 3.
    pub max_form_depth: usize,
    /// Saved graphics states (`q` inside `q`). Default 512: the standard promises 28, generators nest further.
    pub max_saved_states: usize,
    /// Characters kept of one page. Default 200,000: a dense page has 6,000.
    pub max_glyphs: usize,
    /// Characters and lines kept of all pages. Default 6,000,000, some 270 MB: the longest disclosure seen has 250,000.
    pub max_total_marks: usize,
    /// Painted line pieces kept of one page before they are merged. Default 400,000: seen are 12,000.
    pub max_lines: usize,
    /// Points of one path. Default 200,000: longer paths are drawings, not tables.
    pub max_path_points: usize,
    /// Fonts loaded of one file. Default 4,096: seen are 400.
    pub max_fonts: usize,
    /// Mappings in one CMap. Default 200,000: more than twice all of Unicode's ideographs.
    pub max_cmap_entries: usize,
    /// Depth of the page tree and of CMaps that use CMaps. Default 64.
    pub max_tree_depth: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            password: None,
            max_file_bytes: 512 << 20,
            max_objects: 5_000_000,
            max_search_bytes: 1 << 30,
            max_pages: 5_000,
            max_stream_bytes: 64 << 20,
            max_total_bytes: 1 << 30,
            max_kept_bytes: 512 << 20,
            max_operators: 4_000_000,
            max_total_operators: 200_000_000,
            max_operands: 1 << 16,
            max_form_depth: 16,
            max_saved_states: 512,
            max_glyphs: 200_000,
            max_total_marks: 6_000_000,
            max_lines: 400_000,
            max_path_points: 200_000,
            max_fonts: 4_096,
            max_cmap_entries: 200_000,
            max_tree_depth: 64,
        }
    }
}
