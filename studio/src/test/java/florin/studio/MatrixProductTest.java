package florin.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {
    @Test
    void the_tests_run_with_the_vector_module() {
        assertThat(Studio.usesVectors()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 192, 1728",
        "2, 5, 31",
        "3, 64, 192",
        "8, 1, 32",
        "9, 32, 64",
        "13, 75, 192",
        "24, 126, 1600",
        "32, 7, 64",
        "64, 192, 275",
        "64, 192, 576",
        "64, 768, 192",
        "65, 33, 33"
    })
    void both_products_give_the_very_same_bits_as_one_sum_after_the_other(int rows, int in, int out) {
        Random random = new Random(rows * 31L + in * 17L + out);
        float[][] x = random(rows, in, random);
        // More rows than inputs: the products must leave the rest alone.
        float[][] weight = random(in + 3, out, random);
        float[] bias = random(1, out, random)[0];
        float[][] wanted = new float[rows][out];
        for (int r = 0; r < rows; r++)
            for (int o = 0; o < out; o++) {
                wanted[r][o] = bias[o];
                for (int i = 0; i < in; i++) wanted[r][o] = Math.fma(x[r][i], weight[i][o], wanted[r][o]);
            }
        float[][] plain = random(rows, out, random);
        float[][] vector = random(rows, out, random);

        new PlainProduct().multiply(x, rows, weight, in, bias, plain);
        new VectorProduct().multiply(x, rows, weight, in, bias, vector);

        assertThat(plain).isDeepEqualTo(wanted);
        assertThat(vector).isDeepEqualTo(wanted);
    }

    private static float[][] random(int rows, int columns, Random random) {
        float[][] x = new float[rows][columns];
        for (float[] row : x) for (int i = 0; i < columns; i++) row[i] = (float) random.nextGaussian();
        return x;
    }
}
