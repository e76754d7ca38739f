// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace simdjson::dom {
class element;
}

namespace emberwatch::comfyui {

/// A value of a document that a JsonReader holds (jsonread.h). Declared only, for the parser's header is
/// large and many headers name it.
using JsonValue = simdjson::dom::element;

} // namespace emberwatch::comfyui
