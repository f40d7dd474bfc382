//! A run shared out over several machines.

use super::Input;
use std::str::FromStr;

/// A share of a run's inputs: every `of`th, beginning with the `number`th.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// 1 to `of`.
    pub number: usize,
    /// Number of parts.
    pub of: usize,
}

impl Part {
    /// All inputs.
    pub const WHOLE: Part = Part { number: 1, of: 1 };

    /// Is this input of this part?
    pub fn has(self, input: &Input) -> bool {
        input.number % self.of == self.number - 1
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if number >= 1 && number <= of => Ok(Part { number, of }),
            _ => Err("a part is i/n with i from 1 to n: 3/8".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn parts_share_the_inputs_out() {
        assert_eq!("3/8".parse(), Ok(Part { number: 3, of: 8 }));
        for wrong in ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
        let inputs = crate::batch::expand(
            &(0..10).map(|i| PathBuf::from(format!("{i}.pdf"))).collect::<Vec<_>>(),
        );
        let parts: Vec<usize> = (1..=3)
            .map(|number| inputs.iter().filter(|i| Part { number, of: 3 }.has(i)).count())
            .collect();
        assert_eq!(parts, [4, 3, 3]);
    }
}
