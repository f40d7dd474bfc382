//! What stands in for a font that the file names and does not hold: the system's, where it has one.

use crate::catalog::fonts::{self, Fonts};
use hayro::hayro_interpret::font::{FontData, FontQuery};
use std::collections::{HashMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Names in folders that are looked at.
const MOST: usize = 20_000;

/// A font file that is larger is left alone.
const LARGEST: u64 = 64 << 20;

/// Names of the fonts for which nothing stands in.
#[derive(Clone, Default)]
pub struct Missing(Arc<Mutex<Vec<String>>>);

impl Missing {
    fn add(&self, name: &str) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }

    /// A sentence for each.
    pub fn told(&self) -> Vec<String> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tell = |name: &String| {
            format!(
                "the font {name:?} is neither in the file nor is there a Chinese font on this system: its Chinese text is missing in the picture; install one, such as Noto Serif CJK"
            )
        };
        names.iter().map(tell).collect()
    }
}

/// The font that is asked for. All that are not in the file and are not one of the 14 which every program brings along are
/// fonts of large character sets.
pub fn found(query: &FontQuery, missing: &Missing) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(query) => of_system().or_else(|| {
            missing.add(query.post_script_name.as_deref().unwrap_or_default());
            Some(query.pick_standard_font().get_font_data())
        }),
    }
}

/// The system's Chinese font, read once.
fn of_system() -> Option<(FontData, u32)> {
    static FONT: OnceLock<Option<(FontData, u32)>> = OnceLock::new();
    let font = FONT.get_or_init(|| {
        let (path, face) = find(fonts::fonts(), std::env::home_dir().as_deref())?;
        let small = fs::metadata(&path).is_ok_and(|about| about.len() <= LARGEST);
        let bytes = small.then(|| fs::read(path).ok())??;
        let data: FontData = Arc::new(bytes);
        Some((data, face))
    });
    font.clone()
}

/// The first file of the list that is in one of its folders.
fn find(list: &Fonts, home: Option<&Path>) -> Option<(PathBuf, u32)> {
    let rank: HashMap<String, usize> =
        list.files.iter().zip(0..).map(|(file, rank)| (file.name.to_lowercase(), rank)).collect();
    let place = |folder: &String| match folder.strip_prefix("~/") {
        Some(rest) => home.map(|home| home.join(rest)),
        None => Some(folder.into()),
    };
    let mut folders: VecDeque<PathBuf> = list.folders.iter().filter_map(place).collect();
    let (mut best, mut seen) = (None, 0);
    while let Some(folder) = folders.pop_front() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            seen += 1;
            if seen > MOST {
                break;
            }
            let name = entry.file_name().to_string_lossy().to_lowercase();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push_back(entry.path()),
                _ => {
                    if let Some(&rank) = rank.get(&name)
                        && best.as_ref().is_none_or(|(best, _)| rank < *best)
                    {
                        best = Some((rank, entry.path()));
                    }
                }
            }
        }
    }
    best.map(|(rank, path)| (path, list.files[rank].face))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::fonts::File;

    #[test]
    fn the_first_of_the_list_is_found_in_any_folder() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path();
        let file = |name: &str, face| File { name: name.into(), face };
        let list = Fonts {
            folders: vec![home.join("none").display().to_string(), "~/fonts".into()],
            files: vec![file("song.ttc", 2), file("Hei.ttf", 0)],
        };
        assert_eq!(find(&list, Some(home)), None);
        fs::create_dir_all(home.join("fonts/deep/deeper")).unwrap();
        fs::write(home.join("fonts/HEI.TTF"), "").unwrap();
        assert_eq!(find(&list, Some(home)), Some((home.join("fonts/HEI.TTF"), 0)));
        fs::write(home.join("fonts/deep/deeper/song.ttc"), "").unwrap();
        assert_eq!(find(&list, Some(home)), Some((home.join("fonts/deep/deeper/song.ttc"), 2)));
        assert_eq!(find(&list, None), None);
    }

    #[test]
    fn a_font_is_missing_once() {
        let missing = Missing::default();
        ["SimSun", "KaiTi", "SimSun"].iter().for_each(|name| missing.add(name));
        let told = missing.told();
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("the font \"SimSun\" is neither in the file"), "{}", told[0]);
    }
}
