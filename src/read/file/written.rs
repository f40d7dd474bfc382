//! Objects as they stand in a file.

use super::object::Object;
use std::io::Write;

/// An entry of a dictionary.
pub(in crate::read) fn entry(key: &[u8], value: &Object, to: &mut Vec<u8>) {
    write_name(key, to);
    to.push(b' ');
    write(value, to);
}

/// An object as it stands in a file (ISO 32000-2, 7.3).
pub(in crate::read) fn write(object: &Object, to: &mut Vec<u8>) {
    match object {
        // a stream is never part of another object
        Object::Null | Object::Stream(_) => to.extend_from_slice(b"null"),
        Object::Bool(value) => to.extend_from_slice(value.to_string().as_bytes()),
        Object::Number(number) if !number.is_finite() => to.push(b'0'),
        Object::Number(number) => to.extend_from_slice(number.to_string().as_bytes()),
        Object::Name(name) => write_name(name, to),
        Object::Text(text) => {
            to.push(b'<');
            text.iter().for_each(|byte| _ = write!(to, "{byte:02x}"));
            to.push(b'>');
        }
        Object::Array(items) => {
            to.push(b'[');
            for item in items {
                write(item, to);
                to.push(b' ');
            }
            to.push(b']');
        }
        Object::Dict(dict) => {
            to.extend_from_slice(b"<<");
            dict.entries().for_each(|(key, value)| entry(key, value, to));
            to.extend_from_slice(b">>");
        }
        Object::Reference((number, generation)) => _ = write!(to, "{number} {generation} R"),
    }
}

fn write_name(name: &[u8], to: &mut Vec<u8>) {
    to.push(b'/');
    for byte in name {
        match byte {
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' | b'#' => {
                _ = write!(to, "#{byte:02x}");
            }
            0x21..=0x7e => to.push(*byte),
            _ => _ = write!(to, "#{byte:02x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dict;
    use super::*;

    #[test]
    fn objects_are_written_as_they_are_read() {
        let text = |bytes: &[u8]| Object::Text(bytes.into());
        let dict = Dict::new(vec![
            (b"A B".as_slice().into(), Object::Name(b"x#(".as_slice().into())),
            (b"C".as_slice().into(), Object::Array(vec![Object::Number(-0.5), text(b")(\\")])),
            (b"D".as_slice().into(), Object::Reference((12, 3))),
        ]);
        let mut to = vec![];
        write(&Object::Dict(dict), &mut to);
        assert_eq!(
            String::from_utf8(to).unwrap(),
            "<</A#20B /x#23#28/C [-0.5 <29285c> ]/D 12 3 R>>"
        );
        let mut to = vec![];
        write(&Object::Number(1e20), &mut to);
        write(&Object::Number(f64::INFINITY), &mut to);
        assert_eq!(to, b"1000000000000000000000");
    }
}
