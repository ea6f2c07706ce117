/** What the graphics card does with a vertex of packed points. */
export const VERTEX_SHADER = `#version 300 es
layout(location = 0) in vec3 place;
layout(location = 1) in float strength;
layout(location = 2) in float flags;
layout(location = 3) in float label;
layout(location = 4) in vec4 photo;
uniform mat4 matrix;
uniform vec3 origin;
uniform float step_;
uniform float size;
uniform int colouring;
uniform vec2 heights;
uniform bool groundHidden;
uniform vec2 levels;
uniform float moment;
uniform vec4 around;
uniform sampler2D ramp;
uniform sampler2D palette;
flat out vec3 colour;

void main() {
  vec3 at = origin + step_ * place;
  bool isGround = (int(flags) & 1) == 1;
  bool isOut = label > 254.5;
  bool isFar = around.w > 0.0 && distance(at.xy, around.xy) > around.w;
  bool isOff = at.z < levels.x || at.z > levels.y;
  gl_Position = (groundHidden && isGround) || isFar || isOff || isOut ? vec4(2.0, 2.0, 2.0, 1.0) : matrix * vec4(at, 1.0);
  gl_PointSize = size;
  float value = colouring == 4 ? moment : colouring == 1 ? sqrt(strength) : (at.z - heights.x) / (heights.y - heights.x);
  colour = texture(ramp, vec2(clamp(value, 0.002, 0.998), 0.5)).rgb;
  if (colouring == 2) {
    colour = texture(palette, vec2((label + 0.5) / 256.0, 0.5)).rgb;
    if (label < 0.5) colour *= 0.5 + 0.6 * clamp(value, 0.0, 1.0);
  }
  if (colouring == 3) colour = mix(texture(palette, vec2(0.002, 0.5)).rgb * 0.55, photo.rgb, photo.a);
}
`

export const FRAGMENT_SHADER = `#version 300 es
precision mediump float;
flat in vec3 colour;
out vec4 pixel;

void main() {
  pixel = vec4(colour, 1.0);
}
`
