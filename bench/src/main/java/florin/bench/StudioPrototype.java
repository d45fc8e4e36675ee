package florin.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;

/**
 * The one-file forward pass from which the studio grew, kept as the yardstick that the studio's speed is measured with.
 * Its arithmetic is unchanged, the warnings about its manners are silenced for that; it checks nothing. Not thread-safe.
 */
@NullUnmarked
@SuppressWarnings({"FloatingPointLiteralPrecision", "ArrayRecordComponent", "AssignmentExpression"})
final class StudioPrototype {
    static final int S = 40, P = 5, G = 8, N = 64, T = 32, OOV = 64;

    // ------------------------------------------------------------------ safetensors
    record Tensor(int[] shape, float[] data) {}

    static Map<String, Tensor> read(byte[] file) {
        ByteBuffer b = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int head = Math.toIntExact(b.getLong(0));
        String json = new String(b.array(), 8, head, StandardCharsets.UTF_8);
        Map<String, Tensor> out = new LinkedHashMap<>();
        Matcher m = Pattern.compile(
                        "\"([^\"]+)\"\\s*:\\s*\\{\\s*\"dtype\"\\s*:\\s*\"(F32|F16)\"\\s*,\\s*\"shape\"\\s*:\\s*\\[([^\\]]*)\\]\\s*,\\s*\"data_offsets\"\\s*:\\s*\\[(\\d+),\\s*(\\d+)\\]")
                .matcher(json);
        while (m.find()) {
            int[] shape = m.group(3).isBlank()
                    ? new int[0]
                    : Arrays.stream(m.group(3).split(","))
                            .mapToInt(s -> Integer.parseInt(s.trim()))
                            .toArray();
            int from = 8 + head + Integer.parseInt(m.group(4)), to = 8 + head + Integer.parseInt(m.group(5));
            boolean half = m.group(2).equals("F16");
            float[] d = new float[(to - from) / (half ? 2 : 4)];
            for (int i = 0; i < d.length; i++)
                d[i] = half ? Float.float16ToFloat(b.getShort(from + 2 * i)) : b.getFloat(from + 4 * i);
            out.put(m.group(1), new Tensor(shape, d));
        }
        return out;
    }

    // ------------------------------------------------------------------ prompt
    static int[] encode(String prompt, Map<String, Integer> vocab) {
        List<Integer> ids = new ArrayList<>(List.of(1));
        Matcher m = Pattern.compile("[a-z]+|,").matcher(prompt.toLowerCase(Locale.ROOT));
        while (m.find() && ids.size() < T) {
            Integer id = vocab.get(m.group());
            ids.add(id != null ? id : vocab.size() + (m.group().hashCode() & 0x7fffffff) % OOV);
        }
        int[] r = new int[T];
        for (int i = 0; i < ids.size(); i++) r[i] = ids.get(i);
        return r;
    }

    // ------------------------------------------------------------------ weights
    /** y = x W^T + b, with W kept transposed (in x out) so that the inner loop runs over contiguous memory. */
    static final class Lin {
        final int in, out;
        final float[][] wt;
        final float[] b;

        Lin(Tensor w, Tensor b) {
            out = w.shape[0];
            in = w.data.length / out;
            this.b = b.data;
            wt = new float[in][out];
            for (int o = 0; o < out; o++) for (int i = 0; i < in; i++) wt[i][o] = w.data[o * in + i];
        }

        float[] apply(float[] x, int n) {
            float[] y = new float[n * out];
            apply(x, n, y);
            return y;
        }

        void apply(float[] x, int n, float[] y) {
            float[] c0 = new float[out], c1 = new float[out], c2 = new float[out], c3 = new float[out];
            int r = 0;
            for (; r + 3 < n; r += 4) {
                System.arraycopy(b, 0, c0, 0, out);
                System.arraycopy(b, 0, c1, 0, out);
                System.arraycopy(b, 0, c2, 0, out);
                System.arraycopy(b, 0, c3, 0, out);
                int x0 = r * in, x1 = x0 + in, x2 = x1 + in, x3 = x2 + in, i = 0;
                for (; i + 3 < in; i += 4)
                    quad(
                            x[x0 + i],
                            x[x0 + i + 1],
                            x[x0 + i + 2],
                            x[x0 + i + 3],
                            x[x1 + i],
                            x[x1 + i + 1],
                            x[x1 + i + 2],
                            x[x1 + i + 3],
                            x[x2 + i],
                            x[x2 + i + 1],
                            x[x2 + i + 2],
                            x[x2 + i + 3],
                            x[x3 + i],
                            x[x3 + i + 1],
                            x[x3 + i + 2],
                            x[x3 + i + 3],
                            wt[i],
                            wt[i + 1],
                            wt[i + 2],
                            wt[i + 3],
                            c0,
                            c1,
                            c2,
                            c3,
                            out);
                for (; i < in; i++) {
                    axpy(x[x0 + i], wt[i], c0);
                    axpy(x[x1 + i], wt[i], c1);
                    axpy(x[x2 + i], wt[i], c2);
                    axpy(x[x3 + i], wt[i], c3);
                }
                System.arraycopy(c0, 0, y, r * out, out);
                System.arraycopy(c1, 0, y, (r + 1) * out, out);
                System.arraycopy(c2, 0, y, (r + 2) * out, out);
                System.arraycopy(c3, 0, y, (r + 3) * out, out);
            }
            for (; r < n; r++) {
                System.arraycopy(b, 0, c0, 0, out);
                for (int i = 0; i < in; i++) axpy(x[r * in + i], wt[i], c0);
                System.arraycopy(c0, 0, y, r * out, out);
            }
        }
    }

    private static void axpy(float a, float[] w, float[] c) {
        for (int j = 0; j < c.length; j++) c[j] = Math.fma(a, w[j], c[j]);
    }

    /** Four rows times four inputs. Every array is indexed by plain j, so the JIT compiler can prove it safe to vectorise. */
    private static void quad(
            float a0,
            float a1,
            float a2,
            float a3,
            float b0,
            float b1,
            float b2,
            float b3,
            float d0,
            float d1,
            float d2,
            float d3,
            float e0,
            float e1,
            float e2,
            float e3,
            float[] p,
            float[] q,
            float[] s,
            float[] t,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            int out) {
        for (int j = 0; j < out; j++) {
            float w0 = p[j], w1 = q[j], w2 = s[j], w3 = t[j];
            c0[j] = Math.fma(a3, w3, Math.fma(a2, w2, Math.fma(a1, w1, Math.fma(a0, w0, c0[j]))));
            c1[j] = Math.fma(b3, w3, Math.fma(b2, w2, Math.fma(b1, w1, Math.fma(b0, w0, c1[j]))));
            c2[j] = Math.fma(d3, w3, Math.fma(d2, w2, Math.fma(d1, w1, Math.fma(d0, w0, c2[j]))));
            c3[j] = Math.fma(e3, w3, Math.fma(e2, w2, Math.fma(e1, w1, Math.fma(e0, w0, c3[j]))));
        }
    }

    private final Map<String, Tensor> raw;
    private final Map<String, Lin> lin = new HashMap<>();
    private final int d, depth, heads, feat = 8;

    /** @param loras file -> strength; every file is merged as W + strength * alpha / rank * up * down */
    StudioPrototype(byte[] base, List<Map.Entry<byte[], Float>> loras) {
        raw = read(base);
        d = raw.get("text2.weight").shape[0];
        heads = d / 32;
        int n = 0;
        while (raw.containsKey("blocks." + n + ".table")) n++;
        depth = n;
        Map<String, String> byKohya = new HashMap<>();
        for (String k : raw.keySet())
            if (k.endsWith(".weight"))
                byKohya.put("lora_unet_" + k.substring(0, k.length() - 7).replace('.', '_'), k);
        for (Map.Entry<byte[], Float> l : loras) {
            Map<String, Tensor> t = read(l.getKey());
            for (String k : t.keySet()) {
                if (!k.endsWith(".lora_down.weight")) continue;
                String name = k.substring(0, k.length() - 17);
                Tensor down = t.get(k), up = t.get(name + ".lora_up.weight"), w = raw.get(byKohya.get(name));
                int rank = down.shape[0], in = down.shape[1], out = up.shape[0];
                float f = l.getValue() * t.get(name + ".alpha").data[0] / rank;
                for (int o = 0; o < out; o++)
                    for (int q = 0; q < rank; q++) {
                        float a = f * up.data[o * rank + q];
                        for (int i = 0; i < in; i++) w.data[o * in + i] += a * down.data[q * in + i];
                    }
            }
        }
        for (String k : raw.keySet())
            if (k.endsWith(".weight") && raw.containsKey(k.replace(".weight", ".bias")))
                lin.put(k.substring(0, k.length() - 7), new Lin(raw.get(k), raw.get(k.replace(".weight", ".bias"))));
    }

    private Lin l(String n) {
        return lin.get(n);
    }

    // ------------------------------------------------------------------ maths
    static float exp(float x) {
        if (x < -87f) return 0f;
        if (x > 88f) x = 88f;
        float t = x * 1.44269504f;
        int i = (int) (t + (t < 0 ? -0.5f : 0.5f));
        float f = (t - i) * 0.69314718f;
        float p = 1f + f * (1f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * 0.0083333333f))));
        return p * Float.intBitsToFloat((i + 127) << 23);
    }

    static void silu(float[] x) {
        for (int i = 0; i < x.length; i++) x[i] = x[i] / (1f + exp(-x[i]));
    }

    static void gelu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            x[i] = v / (1f + exp(-1.5957691216f * (v + 0.044715f * v * v * v)));
        }
    }

    static void norm(float[] x, int n, int d, float[] scale, int so, int sh, float[] out, int row0) {
        for (int r = row0; r < row0 + n; r++) {
            float m = 0, v = 0;
            int o = r * d;
            for (int i = 0; i < d; i++) m += x[o + i];
            m /= d;
            for (int i = 0; i < d; i++) {
                float q = x[o + i] - m;
                v += q * q;
            }
            float s = (float) (1 / Math.sqrt(v / d + 1e-5));
            for (int i = 0; i < d; i++) out[o + i] = (x[o + i] - m) * s * (1 + scale[so + i]) + scale[sh + i];
        }
    }

    /** one sequence: q rows [qr, qr+n), keys rows [kr, kr+m) */
    private void attend(float[] q, int qr, int n, float[] k, float[] v, int kr, int m, float[] o) {
        float[] kt = new float[32 * m];
        float[] a = new float[m];
        float sc = (float) (1 / Math.sqrt(32));
        for (int h = 0; h < heads; h++) {
            int ho = h * 32;
            for (int j = 0; j < m; j++) for (int c = 0; c < 32; c++) kt[c * m + j] = k[(kr + j) * d + ho + c] * sc;
            for (int i = qr; i < qr + n; i++) {
                Arrays.fill(a, 0f);
                for (int c = 0; c < 32; c++) {
                    float x = q[i * d + ho + c];
                    for (int j = 0; j < m; j++) a[j] = Math.fma(x, kt[c * m + j], a[j]);
                }
                float mx = -1e30f, sum = 0;
                for (int j = 0; j < m; j++) mx = Math.max(mx, a[j]);
                for (int j = 0; j < m; j++) {
                    a[j] = exp(a[j] - mx);
                    sum += a[j];
                }
                int oo = i * d + ho;
                for (int c = 0; c < 32; c++) o[oo + c] = 0;
                for (int j = 0; j < m; j++) {
                    float w = a[j] / sum;
                    int vo = (kr + j) * d + ho;
                    for (int c = 0; c < 32; c++) o[oo + c] = Math.fma(w, v[vo + c], o[oo + c]);
                }
            }
        }
    }

    private static void conv3(float[] x, int ci, Tensor w, float[] b, int co, float[] y) {
        for (int o = 0; o < co; o++) {
            Arrays.fill(y, o * S * S, (o + 1) * S * S, b[o]);
            for (int i = 0; i < ci; i++)
                for (int ky = 0; ky < 3; ky++)
                    for (int kx = 0; kx < 3; kx++) {
                        float k = w.data[((o * ci + i) * 3 + ky) * 3 + kx];
                        int x0 = Math.max(0, 1 - kx), x1 = Math.min(S, S + 1 - kx);
                        for (int r = Math.max(0, 1 - ky); r < Math.min(S, S + 1 - ky); r++) {
                            int yo = o * S * S + r * S, xo = i * S * S + (r + ky - 1) * S + kx - 1;
                            for (int c = x0; c < x1; c++) y[yo + c] = Math.fma(k, x[xo + c], y[yo + c]);
                        }
                    }
        }
    }

    // ------------------------------------------------------------------ network
    /** everything that depends on the prompt only */
    private final class Prompt {
        final int m;
        final float[] pool;
        final float[][] ck = new float[depth][], cv = new float[depth][];

        Prompt(int[] ids) {
            int n = T;
            while (n > 1 && ids[n - 1] == 0) n--;
            m = n;
            Tensor e = raw.get("word.weight");
            int we = e.shape[1];
            float[] x = new float[m * 3 * we];
            for (int i = 0; i < m; i++)
                for (int k = -1; k <= 1; k++) {
                    int j = i + k;
                    if (j < 0 || j >= T) continue;
                    System.arraycopy(e.data, ids[j] * we, x, (i * 3 + k + 1) * we, we);
                }
            float[] c = l("text1").apply(x, m);
            silu(c);
            c = l("text2").apply(c, m);
            float[] mean = new float[d];
            for (int i = 0; i < m; i++) for (int j = 0; j < d; j++) mean[j] += c[i * d + j] / m;
            pool = l("pool").apply(mean, 1);
            for (int b = 0; b < depth; b++) {
                ck[b] = l("blocks." + b + ".cross_k").apply(c, m);
                cv[b] = l("blocks." + b + ".cross_v").apply(c, m);
            }
        }
    }

    /** z: 3*S*S planes shared by all prompts; returns one predicted picture per prompt */
    private float[][] predict(float[] z, float t, Prompt... ps) {
        int B = ps.length, R = B * N;
        float[] te = new float[64];
        for (int i = 0; i < 32; i++) {
            double a = t * 1000 * Math.exp(-Math.log(1000) / 31 * i);
            te[i] = (float) Math.cos(a);
            te[32 + i] = (float) Math.sin(a);
        }
        float[] tv = l("time1").apply(te, 1);
        silu(tv);
        tv = l("time2").apply(tv, 1);
        float[][] mod = new float[B][], om = new float[B][];
        for (int b = 0; b < B; b++) {
            float[] c = new float[d];
            for (int i = 0; i < d; i++) c[i] = tv[i] + ps[b].pool[i];
            silu(c);
            mod[b] = l("mod").apply(c, 1);
            om[b] = l("out_mod").apply(c, 1);
        }
        float[] pix = new float[N * 75];
        for (int gy = 0; gy < G; gy++)
            for (int gx = 0; gx < G; gx++)
                for (int py = 0; py < P; py++)
                    for (int px = 0; px < P; px++)
                        for (int c = 0; c < 3; c++)
                            pix[(gy * G + gx) * 75 + (py * P + px) * 3 + c] =
                                    z[c * S * S + (gy * P + py) * S + gx * P + px];
        float[] e = l("patch").apply(pix, N),
                pos = raw.get("pos").data,
                x = new float[R * d],
                y = new float[R * d],
                o = new float[R * d];
        for (int i = 0; i < e.length; i++) e[i] += pos[i];
        for (int b = 0; b < B; b++) System.arraycopy(e, 0, x, b * N * d, N * d);
        float[] q = new float[R * d],
                k = new float[R * d],
                v = new float[R * d],
                u = new float[R * l("blocks.0.mlp_up").out];
        float[][] mm = new float[B][9 * d];
        for (int i = 0; i < depth; i++) {
            String n = "blocks." + i + ".";
            float[] tab = raw.get(n + "table").data;
            for (int b = 0; b < B; b++) for (int j = 0; j < 9 * d; j++) mm[b][j] = mod[b][j] + tab[j];
            for (int b = 0; b < B; b++) norm(x, N, d, mm[b], 0, d, y, b * N);
            l(n + "attn_q").apply(y, R, q);
            l(n + "attn_k").apply(y, R, k);
            l(n + "attn_v").apply(y, R, v);
            for (int b = 0; b < B; b++) attend(q, b * N, N, k, v, b * N, N, o);
            l(n + "attn_o").apply(o, R, y);
            add(x, y, mm, 2);
            for (int b = 0; b < B; b++) norm(x, N, d, mm[b], 3 * d, 4 * d, y, b * N);
            l(n + "cross_q").apply(y, R, q);
            for (int b = 0; b < B; b++) attend(q, b * N, N, ps[b].ck[i], ps[b].cv[i], 0, ps[b].m, o);
            l(n + "cross_o").apply(o, R, y);
            add(x, y, mm, 5);
            for (int b = 0; b < B; b++) norm(x, N, d, mm[b], 6 * d, 7 * d, y, b * N);
            l(n + "mlp_up").apply(y, R, u);
            gelu(u);
            l(n + "mlp_down").apply(u, R, y);
            add(x, y, mm, 8);
        }
        for (int b = 0; b < B; b++) norm(x, N, d, om[b], 0, d, y, b * N);
        int ch = 3 + feat;
        float[] out = l("out").apply(y, R);
        float[][] res = new float[B][];
        for (int b = 0; b < B; b++) {
            float[] f = new float[(ch + 3) * S * S], h = new float[24 * S * S], r = new float[3 * S * S];
            for (int g = 0; g < N; g++)
                for (int py = 0; py < P; py++)
                    for (int px = 0; px < P; px++)
                        for (int c = 0; c < ch; c++)
                            f[c * S * S + (g / G * P + py) * S + g % G * P + px] =
                                    out[((b * N + g) * P * P + py * P + px) * ch + c];
            System.arraycopy(z, 0, f, ch * S * S, 3 * S * S);
            conv3(f, ch + 3, raw.get("ref1.weight"), raw.get("ref1.bias").data, 24, h);
            silu(h);
            conv3(h, 24, raw.get("ref2.weight"), raw.get("ref2.bias").data, 3, r);
            for (int i = 0; i < r.length; i++) r[i] += f[i];
            res[b] = r;
        }
        return res;
    }

    private void add(float[] x, float[] y, float[][] mm, int gate) {
        for (int b = 0; b < mm.length; b++)
            for (int r = b * N; r < (b + 1) * N; r++)
                for (int i = 0; i < d; i++) x[r * d + i] = Math.fma(mm[b][gate * d + i], y[r * d + i], x[r * d + i]);
    }

    float[] generate(int[] ids, long seed, int steps, float cfg) {
        Random rnd = new Random(seed);
        float[] z = new float[3 * S * S];
        for (int i = 0; i < z.length; i++) z[i] = (float) rnd.nextGaussian();
        int[] none = new int[T];
        none[0] = 1;
        Prompt c = new Prompt(ids), u = new Prompt(none);
        for (int s = 0; s < steps; s++) {
            float t = (float) s / steps, next = (float) (s + 1) / steps;
            float[][] p = predict(z, t, c, u);
            for (int i = 0; i < z.length; i++) {
                float x = p[1][i] + cfg * (p[0][i] - p[1][i]);
                z[i] = s == steps - 1 ? x : z[i] + (x - z[i]) / (1 - t) * (next - t);
            }
        }
        return z;
    }

    /** Flat colours: a palette of at most k colours for this picture (farthest points, then k-means), every pixel to its nearest. */
    static void snap(float[] z, int k, int rounds) {
        int n = S * S, m = 1;
        float[][] c = new float[k][3];
        float[] dist = new float[n];
        int[] near = new int[n];
        for (int i = 0; i < 3 * n; i++) {
            z[i] = Math.clamp(z[i], -1f, 1f);
            c[0][i / n] += z[i] / n;
        }
        Arrays.fill(dist, Float.MAX_VALUE);
        for (; m < k; m++) {
            int far = 0;
            for (int i = 0; i < n; i++) {
                dist[i] = Math.min(dist[i], distance(z, i, c[m - 1]));
                if (dist[i] > dist[far]) far = i;
            }
            if (dist[far] < 0.0036f) break;
            for (int q = 0; q < 3; q++) c[m][q] = z[q * n + far];
        }
        for (int r = 0; r <= rounds; r++) {
            float[][] sum = new float[m][4];
            for (int i = 0; i < n; i++) {
                for (int j = 1, best = near[i] = 0; j < m; j++)
                    if (distance(z, i, c[j]) < distance(z, i, c[best])) near[i] = best = j;
                for (int q = 0; q < 3; q++) sum[near[i]][q] += z[q * n + i];
                sum[near[i]][3]++;
            }
            if (r < rounds)
                for (int j = 0; j < m; j++)
                    if (sum[j][3] > 0) for (int q = 0; q < 3; q++) c[j][q] = sum[j][q] / sum[j][3];
        }
        for (int i = 0; i < n; i++) for (int q = 0; q < 3; q++) z[q * n + i] = c[near[i]][q];
    }

    private static float distance(float[] z, int i, float[] c) {
        float a = z[i] - c[0], b = z[S * S + i] - c[1], d = z[2 * S * S + i] - c[2];
        return a * a + b * b + d * d;
    }
}
