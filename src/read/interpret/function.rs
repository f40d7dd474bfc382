//! Functions of one number (ISO 32000-2, 7.10) that say what a tint or a shading looks like.

use crate::read::file::{Dict, File, Object};

/// Functions inside functions.
const MAX_DEPTH: usize = 2;
const MAX_PARTS: usize = 16;

/// A function that can be worked out.
pub(super) enum Function {
    /// Type 2: from the first values to the second, by a power.
    Power(Vec<f64>, Vec<f64>, f64),
    /// Type 0 with samples of eight bits: how many values each has, and the samples.
    Samples(usize, Vec<u8>, Vec<f64>),
    /// Type 3: pieces, each from one bound to the next, and where each is entered and left.
    Pieces(Vec<Function>, Vec<f64>, Vec<f64>),
    /// One for each value.
    Each(Vec<Function>),
}

impl Function {
    pub fn load(file: &File, object: &Object) -> Option<Function> {
        Function::load_at(file, object, 0)
    }

    fn load_at(file: &File, object: &Object, depth: usize) -> Option<Function> {
        if depth > MAX_DEPTH {
            return None;
        }
        let several = |items: &[Object]| -> Option<Vec<Function>> {
            let few = (1..=MAX_PARTS).contains(&items.len());
            few.then(|| {
                items.iter().map(|item| Function::load_at(file, item, depth + 1)).collect()
            })?
        };
        let object = file.resolve(object)?;
        if let Object::Array(items) = object {
            return several(items).map(Function::Each);
        }
        let dict = object.as_dict()?;
        match file.number(dict, b"FunctionType")? as i64 {
            0 => samples(file, dict, object),
            2 => {
                let values = |key: &[u8], or: f64| file.numbers(dict, key).unwrap_or(vec![or]);
                let (from, to) = (values(b"C0", 0.0), values(b"C1", 1.0));
                let same = from.len() == to.len();
                same.then_some(Function::Power(from, to, file.number(dict, b"N").unwrap_or(1.0)))
            }
            3 => {
                let parts = several(file.array(dict, b"Functions")?)?;
                let mut bounds = vec![0.0];
                bounds.extend(file.numbers(dict, b"Bounds")?);
                bounds.push(1.0);
                let ways = file.numbers(dict, b"Encode")?;
                let fits = bounds.len() == parts.len() + 1 && ways.len() == 2 * parts.len();
                fits.then_some(Function::Pieces(parts, bounds, ways))
            }
            _ => None,
        }
    }

    /// Its values at `t`, from 0 to 1.
    pub fn at(&self, t: f64) -> Vec<f64> {
        match self {
            Function::Power(from, to, power) => {
                let share = t.powf(*power);
                from.iter().zip(to).map(|(a, b)| a + share * (b - a)).collect()
            }
            Function::Samples(values, data, range) => {
                let place = (t * (data.len() / values - 1) as f64).round() as usize * values;
                let sample = |(i, &byte): (usize, &u8)| {
                    let (low, high) = (range[2 * i], range[2 * i + 1]);
                    low + f64::from(byte) / 255.0 * (high - low)
                };
                data.iter().skip(place).take(*values).enumerate().map(sample).collect()
            }
            Function::Pieces(parts, bounds, ways) => {
                let inner = &bounds[1..bounds.len() - 1];
                let which = inner.iter().filter(|bound| t >= **bound).count();
                let (low, high) = (bounds[which], bounds[which + 1]);
                let share = if high > low { (t - low) / (high - low) } else { 0.0 };
                let (from, to) = (ways[2 * which], ways[2 * which + 1]);
                parts[which].at((from + share * (to - from)).clamp(0.0, 1.0))
            }
            Function::Each(parts) => parts.iter().flat_map(|part| part.at(t)).collect(),
        }
    }
}

fn samples(file: &File, dict: &Dict, object: &Object) -> Option<Function> {
    let Object::Stream(stream) = object else { return None };
    let range = file.numbers(dict, b"Range")?;
    let values = range.len() / 2;
    let [count] = file.numbers(dict, b"Size")?[..] else { return None };
    let wanted = values * count.clamp(0.0, 4096.0) as usize;
    let plain = file.number(dict, b"BitsPerSample") == Some(8.0)
        && file.numbers(dict, b"Decode").is_none_or(|decode| decode == range);
    let mut data = file.samples(stream).filter(|data| plain && data.len() >= wanted)?;
    data.truncate(wanted);
    (wanted > 0).then_some(Function::Samples(values, data, range))
}
