//! Lines that rise: a page that lies askew is set straight, text that lies askew on a straight page is a watermark.

use crate::read::matrix::Matrix;

/// A line that rises more than this per unit of length runs neither along nor across the page.
const SLANT: f64 = 0.05;
/// A painted one already from this on, on a page whose lines are straight. Those of a scan's text layer never are quite.
const LEAN: f64 = 0.01;
/// Steps of the rise that lines are counted by, and how many of them each way.
const STEP: f64 = 0.00025;
const STEPS: usize = 400;
/// Fewer characters than this set no page straight.
const ENOUGH: u32 = 20;

/// How a page's characters rise.
#[derive(Default)]
pub(in crate::read) struct Slant {
    /// Characters, and the sum of their rises, for each step.
    rises: Vec<(u32, f64)>,
    all: u32,
    leaning: u32,
    /// The page has more than one slant: only what is far from straight is slanted.
    pub mixed: bool,
    /// By how much its lines fell before it was set straight, in radians.
    pub lean: f64,
}

/// What to read a page again with.
pub(in crate::read) enum Again {
    /// It lies askew: its lines fall by this angle, and this sets it straight.
    Turned(f64, Matrix),
    /// Its lines run in several ways that are nearly straight.
    Mixed,
}

impl Again {
    /// By how much the page's lines fall, in radians, and what sets it straight.
    pub fn turn(&self) -> Option<(f64, Matrix)> {
        match self {
            Again::Turned(lean, turn) => Some((*lean, *turn)),
            Again::Mixed => None,
        }
    }
}

impl Slant {
    /// Counts a character whose line rises so; is it slanted?
    pub fn add(&mut self, rise: f64, invisible: bool) -> bool {
        self.all += 1;
        if rise == 0.0 {
            return false;
        }
        let at = (rise / STEP).round();
        if at.abs() <= STEPS as f64 && at != 0.0 {
            if self.rises.is_empty() {
                self.rises.resize(2 * STEPS + 1, (0, 0.0));
            }
            let (count, sum) = &mut self.rises[(at + STEPS as f64) as usize];
            (*count, *sum) = (*count + 1, *sum + rise);
        }
        let leans = rise.abs() > LEAN;
        self.leaning += u32::from(leans);
        rise.abs() > SLANT || leans && !invisible && !self.mixed
    }

    /// Does the page have to be read again? It is as large as that.
    pub fn again(&self, width: f64, height: f64) -> Option<Again> {
        if self.mixed || self.all < ENOUGH || self.rises.is_empty() {
            return None;
        }
        let near = self.rises.windows(3).map(|three| {
            three.iter().fold((0, 0.0), |(n, sum), (count, rises)| (n + count, sum + rises))
        });
        match near.max_by_key(|(n, _)| *n) {
            Some((n, sum)) if 2 * n > self.all => {
                let (x, y) = (width / 2.0, height / 2.0);
                let lean = (sum / f64::from(n)).atan();
                let (sin, cos) = (-lean).sin_cos();
                let turn = Matrix::new(cos, sin, -sin, cos, 0.0, 0.0);
                let (dx, dy) = turn.apply(x, y);
                Some(Again::Turned(lean, Matrix { e: x - dx, f: y - dy, ..turn }))
            }
            _ if 2 * self.leaning > self.all => Some(Again::Mixed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What so many characters of these rises ask for: the turn in thousandths, `None` for nothing.
    fn asked(rises: &[(f64, usize)]) -> Option<String> {
        let mut slant = Slant::default();
        for &(rise, count) in rises {
            (0..count).for_each(|_| {
                slant.add(rise, false);
            });
        }
        slant.again(600.0, 800.0).map(|again| match again {
            Again::Turned(_, m) => {
                assert_eq!(m.apply(300.0, 400.0), (300.0, 400.0));
                format!("{:.1}", 1000.0 * m.b)
            }
            Again::Mixed => "mixed".to_owned(),
        })
    }

    #[test]
    fn a_page_askew_is_set_straight_and_a_watermark_turns_none() {
        assert_eq!(asked(&[(0.0175, 60), (0.0, 20)]).as_deref(), Some("-17.5"));
        assert_eq!(asked(&[(0.0, 60), (0.035, 20)]), None);
        assert_eq!(asked(&[(0.02, 30), (0.03, 30), (0.04, 30)]).as_deref(), Some("mixed"));
        assert_eq!(asked(&[(0.0175, 19)]), None);
    }

    #[test]
    fn what_leans_is_slanted_but_in_a_text_layer() {
        let mut slant = Slant::default();
        let asked = [(0.035, false), (0.035, true), (0.005, false), (0.06, true)];
        assert_eq!(asked.map(|(rise, hidden)| slant.add(rise, hidden)), [true, false, false, true]);
        slant.mixed = true;
        assert!(!slant.add(0.035, false));
    }
}
